"""The demo network: everything in it came about as it does in life, through the product's own commands, told what time it was."""

from coaching.demo.planting import plant

__all__ = ['plant']
