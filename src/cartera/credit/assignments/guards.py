"""The control on the line that PostgreSQL repeats: nobody reserves more than was approved."""

# The line's row is locked first, so two reservations at once see each other. An assignment that
# general management let through names its exceptions and passes.
WITHIN_LINE = """
CREATE FUNCTION assignment_is_within_its_line() RETURNS trigger LANGUAGE plpgsql AS $$
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
    SELECT l.amount_approved INTO approved FROM lines_line l WHERE l.id = NEW.line_id FOR UPDATE;
    SELECT coalesce(sum(CASE WHEN a.state IN ('prepared', 'recorded') THEN a.amount_advanced
                             ELSE greatest(a.capital, 0) END), 0)
        INTO used FROM assignments_assignment a
        WHERE a.line_id = NEW.line_id AND a.state IN ('prepared', 'recorded', 'live', 'paid_off');
    IF used > approved THEN
        RAISE EXCEPTION 'the_line_covers_what_is_reserved:assignments_assignment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_line_covers_what_is_reserved';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER the_line_covers_what_is_reserved
    AFTER INSERT OR UPDATE OF state, amount_advanced, line_id ON assignments_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_is_within_its_line();
"""

WITHIN_LINE_REVERSED = """
DROP TRIGGER the_line_covers_what_is_reserved ON assignments_assignment;
DROP FUNCTION assignment_is_within_its_line();
"""
