"""Where sealed bytes rest. The vault accepts nothing but `Sealed`, and hands out no links."""

from heartleaf.vault.folder import FolderVault
from heartleaf.vault.names import BadName
from heartleaf.vault.vault import NotThere, Vault, VaultError

__all__ = ["BadName", "FolderVault", "NotThere", "Vault", "VaultError"]
