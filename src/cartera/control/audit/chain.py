"""The chain's arithmetic, in SQL for the database and in Python for whoever doubts the database.

An event's seal is sha256(previous seal, then every column, each on a line of its own). Instants
count as microseconds since 1970 in UTC, so that no setting of a session changes them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

GENESIS = "0" * 64

HASH_FUNCTION = """
CREATE FUNCTION audit_hash(
    previous text, seq bigint, recorded_at timestamptz, effective_on date, kind text,
    actor_id bigint, on_behalf_of_id bigint, role text, procedure text, step smallint,
    case_id bigint, inputs_hash text, result text, reason text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(sha256(convert_to(concat_ws(E'\\n',
        previous, seq::text, (extract(epoch FROM recorded_at) * 1000000)::bigint::text,
        to_char(effective_on, 'YYYY-MM-DD'), kind, coalesce(actor_id::text, '-'),
        coalesce(on_behalf_of_id::text, '-'), role, procedure, coalesce(step::text, '-'),
        coalesce(case_id::text, '-'), inputs_hash, result,
        length(reason)::text, reason), 'UTF8')), 'hex')
$$;
"""

# Refuses whatever does not follow the last event or does not carry its own seal.
FOLLOWS_TRIGGER = """
CREATE FUNCTION audit_event_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_seq bigint := 0;
    last_hash text := repeat('0', 64);
BEGIN
    SELECT e.seq, e.hash INTO last_seq, last_hash
        FROM audit_event e WHERE e.seq = NEW.seq - 1;
    IF NOT FOUND THEN
        last_hash := repeat('0', 64);
    END IF;
    IF (NOT FOUND AND NEW.seq <> 1) OR NEW.hash IS DISTINCT FROM audit_hash(
        last_hash, NEW.seq, NEW.recorded_at, NEW.effective_on, NEW.kind, NEW.actor_id,
        NEW.on_behalf_of_id, NEW.role, NEW.procedure, NEW.step, NEW.case_id, NEW.inputs_hash,
        NEW.result, NEW.reason)
    THEN
        RAISE EXCEPTION 'the_chain_is_unbroken:audit_event' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER the_chain_is_unbroken BEFORE INSERT ON audit_event
    FOR EACH ROW EXECUTE FUNCTION audit_event_follows();
"""


@dataclass(frozen=True, slots=True)
class Link:
    """One row of the chain as it was read, in the order of its columns."""

    seq: int
    recorded_at: datetime
    effective_on: date
    kind: str
    actor_id: int | None
    on_behalf_of_id: int | None
    role: str
    procedure: str
    step: int | None
    case_id: int | None
    inputs_hash: str
    result: str
    reason: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain first goes wrong, and how."""

    seq: int
    what: str


def seal(previous: str, link: Link) -> str:
    """The hash that `link` must carry after a row whose hash is `previous`."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    since = link.recorded_at - epoch
    micros = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    lines = (
        previous,
        link.seq,
        micros,
        link.effective_on.isoformat(),
        link.kind,
        _or_dash(link.actor_id),
        _or_dash(link.on_behalf_of_id),
        link.role,
        link.procedure,
        _or_dash(link.step),
        _or_dash(link.case_id),
        link.inputs_hash,
        link.result,
        len(link.reason),
        link.reason,
    )
    return sha256("\n".join(str(line) for line in lines).encode()).hexdigest()


def _or_dash(value: int | None) -> str:
    return "-" if value is None else str(value)


def breaks(links: Iterable[Link], after: tuple[int, str] = (0, GENESIS)) -> Iterator[Break]:
    """Every place where a row is missing, or does not carry the seal it must, in order.

    `after` is the sequence and the hash of the row before the first of `links`.
    """
    previous, expected = after[1], after[0] + 1
    for link in links:
        if link.seq != expected:
            yield Break(expected, "missing")
        if link.hash != seal(previous, link):
            yield Break(link.seq, "altered")
        previous, expected = link.hash, link.seq + 1
