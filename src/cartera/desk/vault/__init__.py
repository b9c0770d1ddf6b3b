"""Pages of the vault: one original and all that befell it."""
