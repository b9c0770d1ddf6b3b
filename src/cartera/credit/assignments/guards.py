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

# Many that come in one statement are weighed once for each client and line, as each by itself
# would be: after all of them, with his lines locked. What changes later comes one at a time, and
# is weighed by the function above.
ADDED = """
CREATE FUNCTION assignments_are_within_their_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM lines_line l
        WHERE l.client_id IN (
            SELECT n.client_id FROM added n
            WHERE n.state IN ('prepared', 'recorded', 'live')
                AND (n.exceptions ? 'line') IS NOT TRUE)
        ORDER BY l.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM (
            SELECT DISTINCT n.client_id, n.line_id FROM added n
            WHERE n.state IN ('prepared', 'recorded', 'live')
                AND (n.exceptions ? 'line') IS NOT TRUE) asked
        JOIN lines_line l ON l.id = asked.line_id
        WHERE l.amount_approved < (
            SELECT sum(CASE WHEN a.state IN ('prepared', 'recorded') THEN a.amount_advanced
                            ELSE greatest(a.capital, 0) END)
            FROM assignments_assignment a
            WHERE a.client_id = asked.client_id
                AND a.state IN ('prepared', 'recorded', 'live', 'paid_off')))
    THEN
        RAISE EXCEPTION 'the_line_covers_what_is_reserved:assignments_assignment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'the_line_covers_what_is_reserved';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER the_line_covers_what_is_reserved ON assignments_assignment;
CREATE TRIGGER the_line_covers_what_is_reserved
    AFTER UPDATE OF state, amount_advanced, line_id ON assignments_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_is_within_its_line();
CREATE TRIGGER the_line_covers_what_is_added
    AFTER INSERT ON assignments_assignment REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION assignments_are_within_their_lines();
"""

ADDED_REVERSED = """
DROP TRIGGER the_line_covers_what_is_added ON assignments_assignment;
DROP FUNCTION assignments_are_within_their_lines();
DROP TRIGGER the_line_covers_what_is_reserved ON assignments_assignment;
CREATE TRIGGER the_line_covers_what_is_reserved
    AFTER INSERT OR UPDATE OF state, amount_advanced, line_id ON assignments_assignment
    FOR EACH ROW EXECUTE FUNCTION assignment_is_within_its_line();
"""
