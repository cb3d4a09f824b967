"""easyNWK's network maps (fhstp/easynwk-web, to version 2.7) to a Network."""

from supportmap.exchange.easynwk.network import KEYS, read_easynwk

__all__ = ["KEYS", "read_easynwk"]
