"""The control on the line that PostgreSQL repeats: nobody reserves more than was approved."""

# The client's lines are locked first, so two reservations at once see each other; what he owes
# under an earlier line counts too. An assignment that general management let through names its
# exceptions and passes.
COVERED = """
CREATE OR REPLACE FUNCTION assignment_is_within_its_line() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    approved numeric;
    used numeric;
BEGIN
    IF NEW.state NOT IN ('prepared', 'recorded', 'live')
        OR (TG_OP = 'UPDATE' AND OLD.state IN ('prepared', 'recorded', 'live')
            AND NEW.amount_advanced <= OLD.amount_advanced AND NEW.line_id = OLD.line_id)
        OR NEW.exceptions ? 'line'
    THEN
        RETURN NULL;
    END IF;
    PERFORM 1 FROM lines_line l WHERE l.client_id = NEW.client_id ORDER BY l.id FOR UPDATE;
    SELECT l.amount_approved INTO approved FROM lines_line l WHERE l.id = NEW.line_id;
    SELECT coalesce(sum(CASE WHEN a.state IN ('prepared', 'recorded') THEN a.amount_advanced
                             ELSE greatest(a.capital, 0) END), 0)
        INTO used FROM assignments_assignment a
        WHERE a.client_id = NEW.client_id
            AND a.state IN ('prepared', 'recorded', 'live', 'paid_off');
    IF used > approved THEN
        RAISE EXCEPTION 'the_line_covers_what_is_reserved:assignments_assignment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_line_covers_what_is_reserved';
    END IF;
    RETURN NULL;
END $$;
"""

WITHIN_LINE = f"""{COVERED}
CREATE TRIGGER the_line_covers_what_is_reserved
    AFTER INSERT OR UPDATE OF state, amount_advanced, line_id ON assignments_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_is_within_its_line();
"""

WITHIN_LINE_REVERSED = """
DROP TRIGGER the_line_covers_what_is_reserved ON assignments_assignment;
DROP FUNCTION assignment_is_within_its_line();
"""
