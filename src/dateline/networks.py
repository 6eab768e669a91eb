"""Addresses of machines and networks, as people, servers and proxies write them."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks from their names. Raises ValueError, which names the one that is wrong."""
    found = []
    for name in names:
        try:
            network = ip_network(name)
        except ValueError as error:
            raise ValueError(f"{name!r}: {error}") from None
        if network.prefixlen == 0:
            raise ValueError(f"{name!r}: that is everybody")
        found.append(network)
    return tuple(found)


def address_of(name: str) -> Address | None:
    """An address as a server or a proxy writes it, with or without a port; None where it is none."""
    name = name.strip()
    if name.startswith("["):
        name, bracket, _ = name[1:].partition("]")
        name = name if bracket else ""
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    try:
        found = ip_address(name)
    except ValueError:
        return None
    # A socket for both families has addresses of IPv4 as ::ffff:192.0.2.1.
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
