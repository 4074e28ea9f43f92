"""The network, its tree of places, organisations and who belongs to them; teams stand here later."""
