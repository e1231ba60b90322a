"""A user is known by an e-mail address at sign-in, and by a pseudonym everywhere else."""

import pytest
from django.db import IntegrityError, connection, transaction

from haversack.accounts.models import User


def test_addresses_that_differ_in_case_are_one_user():
    User.objects.create_user("Rosa@Example.org", "a long pass phrase")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(" rosa@example.org")
    assert User.objects.get_by_natural_key("ROSA@example.org").check_password("a long pass phrase")


def test_a_user_without_password_cannot_sign_in_with_an_empty_one():
    assert not User.objects.create_user("rosa@example.org").check_password("")


def test_neither_name_nor_address_is_in_the_repr():
    user = User.objects.create_user("rosa@example.org", name="Rosa Almeida")
    assert repr(user) == f"<User {user.pseudonym}>"


def test_the_database_is_the_one_asked_for():
    import os

    assert connection.vendor == os.environ.get("HAVERSACK_TEST_DATABASE", "sqlite")
