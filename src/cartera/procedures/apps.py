from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "cartera.procedures"
    label = "procedures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make known the procedures, the list of papers, and what the database's refusals mean."""
        from cartera.procedures import (  # noqa: F401 (importing registers them)
            closing,
            house,
            house_cheques,
            house_custody,
            house_delegations,
            house_factors,
            house_third_party,
            lists,
            pci_f01,
            pci_f02,
            pci_f03,
            pci_f03_1,
            pci_f03_2,
            pci_f04,
            pci_f05,
            pci_f06,
            pci_f07,
            pci_f08,
            pci_f09,
            pci_f10,
            pci_f11,
            people,
            sentences,
        )
