"""PCI-F01 from the request that came in to the disbursement, each role from its inbox."""

from tests.browser.people import Office

NET = "8,898.30"  # of 10,000 at 90 %, less 1 % of commission with its IVA


def check_and_price(office: Office) -> None:
    """Steps 2 to 7: what came is complete, the debtor answers, the price is reckoned."""
    papers = ("Carta solicitud", "Carta cesión", "Documentos de cobro", "Pagaré")
    office.do("rec", 2, dict.fromkeys(papers, True))
    office.do("aux_c", 3)
    page = office.take("aux_c", 4)
    called = {"informed_by": "Ana de pagos", "informed_at": "05/01/2026 08:30"}
    office.fill_row(page, "verifications.0", **called)
    office.do("aux_c", 4)
    office.do("aux_c", 5)
    office.do("ej_neg", 6)
    office.do("aux_d", 7, {"Toda la documentación": True})


def pay_out(office: Office, net: str = NET) -> None:
    """Steps 8 to 16: registered, reviewed, authorised twice, paid and posted."""
    office.do("aux_d", 8)
    office.do("aux_d", 9)
    office.do("g_op", 10, {"Lo registrado es correcto": True})
    office.do("g_op", 11)
    page = office.take("g_gral", 12)
    assert "Disponible para esta operación" in page.locator(".bearing").inner_text()
    office.do("g_gral", 12, {"Escriba otra vez": net})
    office.do("ap_ab", 13)
    office.do("aux_d", 14)
    office.do("rec", 15)
    page = office.take("ap_ab", 16)
    assert net in page.locator(".foresight").inner_text()
    office.do("ap_ab", 16)
