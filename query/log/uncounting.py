"""Takes back what a person's searches were counted for, as long as the log knows whose they were."""

from sqlalchemy import Connection, Table, bindparam, case, delete, func, select, update

from recsys.people import Person, Purge

__all__ = ["uncounting"]


def uncounting(searches: Table, counts: Table, queries: Table) -> Purge:
    """The purge of `counts`, and of the queries that nobody else has made; `searches` go after it."""

    def forget(connection: Connection, person: Person) -> int:
        voices = func.count(searches.c.session.distinct())
        made = (
            select(searches.c.day, searches.c.query, voices)
            .where(searches.c.session.in_(person.sessions), searches.c.query.is_not(None))
            .group_by(searches.c.day, searches.c.query)
            # In the order in which searches are counted: two transactions wait for no circle.
            .order_by(searches.c.day, searches.c.query)
        )
        found = [
            {"of_day": day, "of_query": query, "voices": number}
            for day, query, number in connection.execute(made)
        ]
        if not found:
            return 0
        this = counts.c.day == bindparam("of_day"), counts.c.query == bindparam("of_query")
        less = counts.c.sessions - bindparam("voices")
        touched = connection.execute(
            update(counts).where(*this).values(sessions=case((less > 0, less), else_=0)), found
        ).rowcount
        empty = counts.c.sessions == 0, counts.c.anonymous == 0
        connection.execute(delete(counts).where(*this, *empty), found)
        counted = select(counts.c.query).where(counts.c.query == queries.c.query).exists()
        connection.execute(
            delete(queries).where(
                queries.c.query == bindparam("of_query"), queries.c.imported == 0, ~counted
            ),
            found,
        )
        return touched

    return forget
