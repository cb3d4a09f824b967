"""easyNWK's network maps (fhstp/easynwk-web, to version 2.7) to a Network."""

from supportmap.exchange.easynwk.network import read_easynwk

__all__ = ["read_easynwk"]
