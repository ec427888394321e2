-- The moment that an ISO 8601 text in a state names: for generated columns, which take immutable expressions only.
-- PostgreSQL calls the cast "stable" because a text without an offset is read in the session's time zone. The shop
-- writes times as DateTimeOffset, whose text always carries an offset, so here the answer never varies; a text without
-- one is refused rather than guessed at. PL/pgSQL, because the planner does not inline an SQL function that promises
-- more than its body does, and then takes twice as long.
create or replace function utc(moment text) returns timestamptz
    language plpgsql immutable strict parallel safe as
$$
begin
    if moment !~ '(Z|[+-]\d\d:\d\d)$' then
        raise exception 'The time "%" has no offset.', moment using errcode = 'invalid_datetime_format';
    end if;
    return moment::timestamptz;
end
$$;
