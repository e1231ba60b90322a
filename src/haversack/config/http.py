"""Does the web server answer yet? The one file of the site's settings that touches sockets."""

import socket


def answers(address: str, port: int) -> bool:
    """Whether something takes connections there; asks for at most a second."""
    try:
        socket.create_connection((address, port), timeout=1).close()
    except OSError:
        return False
    return True
