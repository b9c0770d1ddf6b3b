"""Of which document a claim is, is said once."""

from typing import ClassVar

from django.db import migrations

from cartera.control.audit import guards


class Migration(migrations.Migration):
    dependencies: ClassVar = [("claims", "0005_claims_of_documents")]
    operations: ClassVar = [guards.set_once("claims_claim", ["document_id"])]
