from tests.secrecy.story import lived

__all__ = ["lived"]
