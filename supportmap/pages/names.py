"""Names on or off: while somebody else may see the screen, every contact is called by a pseudonym."""

from __future__ import annotations

from flask import session

from supportmap.analysis.network import Network
from supportmap.casework.pseudonyms import both_called, called
from supportmap.records.networks import State, network_of

__all__ = ["both_shown", "names_are_off", "shown", "shown_network", "switch_names"]

SWITCH = "names_off"
"""Where the session, which is kept on the server, remembers it: it holds on every page until sign-out."""


def names_are_off() -> bool:
    """Tell whether names are off for whoever is signed in."""
    return bool(session.get(SWITCH))


def switch_names(off: bool) -> None:
    """Show pseudonyms from now on, or names."""
    session[SWITCH] = off


def shown_network(state: State) -> Network:
    """Return the network as a page may show it: with pseudonyms in place of names while names are off."""
    return shown(network_of(state))


def shown(network: Network) -> Network:
    """Return the same for a network that isn't the one of now."""
    return called(network) if names_are_off() else network


def both_shown(earlier: Network, later: Network) -> tuple[Network, Network]:
    """Return two networks of one client, in which each contact is called the same."""
    return both_called(earlier, later) if names_are_off() else (earlier, later)
