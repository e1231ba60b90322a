"""Is nothing sent but to a server that shows who it is, over TLS of today?"""

import ssl

import pytest

from haversack.connections.http import AddressRefused, Web, _Guard, _guarded_transport
from haversack.connections.rules.reaching import NOT_SAFE, Allowed


def test_a_server_has_to_show_a_certificate_for_its_name_over_tls_of_1_2_or_later():
    pool = _guarded_transport(_Guard(Allowed()))._pool
    context = pool._ssl_context
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("address", ["http://portal.example/token", "HTTP://portal.example/token"])
def test_nothing_is_sent_without_tls_unless_the_operator_lists_the_machine(address):
    with Web(Allowed()) as web, pytest.raises(AddressRefused, match=NOT_SAFE):
        web.send("POST", address, form={"code": "secret"})
