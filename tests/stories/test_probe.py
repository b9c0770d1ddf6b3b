import time
import pytest
from datetime import date
from tests.cast import *
from tests.invariants import broken
from cartera.control.workflow.models import *
@pytest.mark.django_db
def test_probe(clock):
    p=a_company(clock)
    c=a_live_assignment(p)
    assert broken() == []
    move_to(clock, date(2026,2,4))
    p.receive_and_apply([a_payment(1,"5000",date(2026,2,4))])
    assert broken() == []
    move_to(clock, date(2026,2,19))
    p.receive_and_apply([a_payment(1,"5000",date(2026,2,19))])
    assert broken() == []
    c=Case.objects.get(procedure="PCI-F10")
    p.settle(c.pk)
    t=time.time()
    assert broken() == []
    print(time.time()-t)
