"""Comments and files of a case: what happens first, then every refusal."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction

from cartera.control.audit.models import Event
from cartera.control.dossiers import acts
from cartera.control.dossiers.acts import (
    MOST_ATTACHMENTS,
    Added,
    attach_file,
    read_mention,
    withdraw_attachment,
    write_comment,
)
from cartera.control.dossiers.models import Attachment, Comment, FileContent, Mention
from cartera.control.dossiers.refusals import (
    AlreadyWithdrawn,
    CommentEmpty,
    CommentTooLong,
    DossierFull,
    FileRuns,
    MentionFromOutside,
    MentionOutside,
    MentionUnknown,
    NoSuchCase,
    NoSuchMention,
    NoteTooLong,
    NotYourAttachment,
    ReasonForWithdrawal,
    TooManyMentions,
)
from cartera.control.dossiers.selectors import (
    attachments_of,
    bytes_of,
    comments_of,
    unread_mentions,
)
from cartera.control.dossiers.tests.files import PDF, XLSX, office
from cartera.control.people.models import RoleGrant, User
from cartera.control.workflow.refusals import KeyReused, TooLateToUndo, TouchedSince
from cartera.control.workflow.tests.conftest import People, a_case
from cartera.control.workflow.undoing import undo
from cartera.kernel.refusals import Refusal

_keys = iter(range(1_000_000))


def said(case: int, author: User, text: str = "llame mañana", *, for_client: bool = False) -> Added:
    return write_comment(case, author, text, for_client=for_client, key=f"k{next(_keys)}")


def filed(case: int, actor: User, name: str = "quedan.pdf", content: bytes = PDF) -> int:
    return attach_file(case, actor, name, content, key=f"k{next(_keys)}").id


def last_event() -> Event:
    found = Event.objects.order_by("-seq").first()
    assert found is not None
    return found


@pytest.fixture
def case(people: People) -> int:
    return a_case(people)


def test_a_comment_is_kept_with_who_said_it_and_is_in_the_chain(people: People, case: int) -> None:
    said(case, people["aux_c"], "  Llamé.\r\nNo contestan. ")
    (comment,) = comments_of(case, for_client=False)
    assert (comment.text, comment.role) == ("Llamé.\nNo contestan.", "AUX_C")
    event = last_event()
    assert (event.kind, event.actor, event.case_id) == ("commented", people["aux_c"], case)
    assert event.inputs_hash == sha256(comment.text.encode()).hexdigest()


def test_a_client_sees_what_is_meant_for_him_and_what_he_says_is_for_both(
    people: People, case: int
) -> None:
    said(case, people["aux_c"], "interno")
    said(case, people["aux_c"], "para usted", for_client=True)
    said(case, people["cte"], "gracias")
    assert [c.text for c in comments_of(case, for_client=True)] == ["para usted", "gracias"]
    assert len(comments_of(case, for_client=False)) == 3


def test_who_is_named_finds_a_notice_until_he_has_read_it(people: People, case: int) -> None:
    said(case, people["aux_c"], "@g_op y @rec, véanlo; @g_op urge")
    (notice,) = unread_mentions(people["g_op"].pk)
    assert notice.comment.author == people["aux_c"]
    read_mention(notice.pk, people["g_op"])
    assert unread_mentions(people["g_op"].pk) == []
    assert len(unread_mentions(people["rec"].pk)) == 1
    with pytest.raises(NoSuchMention):
        read_mention(notice.pk, people["g_op"])
    with pytest.raises(NoSuchMention):
        read_mention(Mention.objects.get(person=people["rec"]).pk, people["g_op"])


def test_a_comment_taken_back_is_not_told_and_is_still_there(people: People, case: int) -> None:
    number = said(case, people["aux_c"], "perdón @g_op", for_client=True).undo
    undo(number, people["aux_c"])
    assert comments_of(case, for_client=True) == []
    assert unread_mentions(people["g_op"].pk) == []
    (kept,) = comments_of(case, for_client=False)
    assert kept.retraction.retracted_at is not None
    assert (last_event().kind, last_event().result) == ("undone", "commented")
    with pytest.raises(TooLateToUndo):
        undo(number, people["aux_c"])


def test_the_same_key_says_it_once(people: People, case: int) -> None:
    first = write_comment(case, people["aux_c"], "una vez", for_client=False, key="same")
    again = write_comment(case, people["aux_c"], "una vez", for_client=False, key="same")
    assert first.id == again.id
    assert Comment.objects.count() == 1
    one = attach_file(case, people["aux_c"], "a.pdf", PDF, key="same")
    assert attach_file(case, people["aux_c"], "a.pdf", PDF, key="same").id == one.id
    assert Event.objects.filter(kind__in=("commented", "attached")).count() == 2


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" \n ", CommentEmpty),
        ("x" * 4001, CommentTooLong),
        ("hola @nadie", MentionUnknown),
        ("hola @cte", MentionOutside),
        (" ".join(f"@p{n}" for n in range(21)), TooManyMentions),
        ("cero \x00", Refusal),
    ],
)
def test_a_comment_that_is_refused_leaves_nothing(
    people: People, case: int, text: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        said(case, people["aux_c"], text)
    assert not Comment.objects.exists()


def test_who_is_outside_learns_of_no_name_whether_it_exists(people: People, case: int) -> None:
    answers = set()
    for name in ("g_op", "cte", "nadie"):
        with pytest.raises(MentionFromOutside) as refused:
            said(case, people["cte"], f"hola @{name}")
        answers.add((str(refused.value), refused.value.field))
    assert len(answers) == 1
    assert not Mention.objects.exists()
    said(case, people["cte"], "escríbame a ana@izalco.example")


def test_who_left_is_not_named(people: People, case: int) -> None:
    User.objects.filter(pk=people["g_op"].pk).update(is_active=False)
    with pytest.raises(MentionUnknown):
        said(case, people["aux_c"], "@g_op")
    RoleGrant.objects.filter(user=people["rec"]).update(until_on="2026-01-02")
    with pytest.raises(MentionOutside):
        said(case, people["aux_c"], "@rec")


def test_nothing_is_said_of_a_case_that_is_not_there(people: People) -> None:
    with pytest.raises(NoSuchCase):
        said(999, people["aux_c"])
    with pytest.raises(NoSuchCase):
        filed(999, people["aux_c"])


def test_a_file_is_kept_by_its_hash_and_is_in_the_chain(people: People, case: int) -> None:
    one = filed(case, people["aux_c"], "../C:\\tmp\\quedan 12.pdf")
    two = filed(case, people["aux_c"], "copia")
    assert FileContent.objects.count() == 1
    kept = {row.pk: row for row in attachments_of(case, for_client=False)}
    assert (kept[one].name, kept[two].name, kept[one].kind) == ("quedan 12.pdf", "copia.pdf", "pdf")
    assert bytes_of(kept[one]) == PDF
    assert kept[one].content_id == sha256(PDF).hexdigest() == last_event().inputs_hash
    assert (last_event().kind, last_event().reason) == ("attached", "copia.pdf")


def test_a_client_sees_the_files_that_are_meant_for_him(people: People, case: int) -> None:
    filed(case, people["aux_c"])
    attach_file(case, people["aux_c"], "b.xlsx", XLSX, for_client=True, key="b")
    his = filed(case, people["cte"], "c.pdf")
    seen = [row.name for row in attachments_of(case, for_client=True)]
    assert seen == ["b.xlsx", "c.pdf"]
    withdraw_attachment(his, people["cte"], "no era esa")
    assert [row.name for row in attachments_of(case, for_client=True)] == ["b.xlsx"]


def test_a_withdrawn_file_is_told_with_its_reason_and_its_bytes_stay(
    people: People, case: int
) -> None:
    pk = filed(case, people["aux_c"])
    number = withdraw_attachment(pk, people["rec"], "es de otro caso")
    (row,) = attachments_of(case, for_client=False)
    assert (row.state, row.withdrawn_by, row.withdrawal_reason) == (
        "withdrawn", people["rec"], "es de otro caso",
    )  # fmt: skip
    assert bytes_of(row) == PDF
    assert last_event().kind == "withdrawn"
    with pytest.raises(AlreadyWithdrawn):
        withdraw_attachment(pk, people["aux_c"], "otra vez")
    undo(number, people["rec"])
    row.refresh_from_db()
    assert (row.state, row.withdrawn_by, row.withdrawal_reason) == ("kept", None, "")
    assert (last_event().kind, last_event().result) == ("undone", "withdrawn")


def test_a_withdrawal_is_not_undone_into_a_full_dossier(
    people: People, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = withdraw_attachment(filed(case, people["rec"]), people["rec"], "sobra")
    filed(case, people["rec"])
    monkeypatch.setattr(acts, "MOST_ATTACHMENTS", 1)
    with pytest.raises(TouchedSince):
        undo(number, people["rec"])


@pytest.mark.parametrize(
    ("who", "reason", "refusal"),
    [
        ("rec", " ", ReasonForWithdrawal),
        ("rec", "x" * 201, NoteTooLong),
        ("cte", "mío no es", NotYourAttachment),
    ],
)
def test_a_file_is_withdrawn_with_a_reason_and_by_whom_it_concerns(
    people: People, case: int, who: str, reason: str, refusal: type[Refusal]
) -> None:
    pk = filed(case, people["aux_c"])
    with pytest.raises(refusal):
        withdraw_attachment(pk, people[who], reason)
    assert Attachment.objects.get().state == "kept"
    with pytest.raises(AlreadyWithdrawn):
        withdraw_attachment(pk + 1000, people["rec"], "no está")


def test_a_dossier_takes_so_many_files(
    people: People, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST_ATTACHMENTS == 20
    monkeypatch.setattr(acts, "MOST_ATTACHMENTS", 2)
    first = filed(case, people["aux_c"])
    filed(case, people["aux_c"])
    with pytest.raises(DossierFull):
        filed(case, people["aux_c"])
    withdraw_attachment(first, people["aux_c"], "sobra")
    filed(case, people["aux_c"])


def test_a_file_that_is_refused_leaves_nothing(people: People, case: int) -> None:
    with pytest.raises(FileRuns):
        filed(case, people["aux_c"], "a.xlsx", office(xl__vbaProject_bin=b"x"))
    with pytest.raises(NoteTooLong):
        attach_file(case, people["aux_c"], "a.pdf", PDF, note="x" * 201, key="n")
    assert not FileContent.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE dossiers_attachment SET name = 'otro.pdf'",
        "UPDATE dossiers_attachment SET content_id = repeat('0', 64)",
        "UPDATE dossiers_attachment SET state = 'withdrawn'",
        "UPDATE dossiers_mention SET person_id = person_id + 1",
    ],
)
def test_the_database_keeps_what_was_said_of_a_file(people: People, case: int, attack: str) -> None:
    said(case, people["aux_c"], "@g_op")
    filed(case, people["aux_c"])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_a_key_of_another_or_of_something_else_is_refused(people: People) -> None:
    case = a_case(people)
    first = write_comment(case, people["aux_c"], "uno", for_client=False, key="la-misma")
    again = write_comment(case, people["aux_c"], "uno", for_client=False, key="la-misma")
    assert again == Added(first.id)
    for author, text in ((people["aux_c"], "dos"), (people["rec"], "uno")):
        with pytest.raises(KeyReused):
            write_comment(case, author, text, for_client=False, key="la-misma")
    attach_file(case, people["aux_c"], "a.pdf", PDF, key="otra")
    with pytest.raises(KeyReused):
        attach_file(case, people["aux_c"], "a.xlsx", XLSX, key="otra")
