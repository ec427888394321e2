-- Each order that is written names two moments, and looking for their offset by a regular expression took longer than
-- reading them. What a pattern lets through and is no offset, the cast refuses.
create or replace function utc(moment text) returns timestamptz
    language plpgsql immutable strict parallel safe as
$$
begin
    if not (moment like '%Z' or moment like '%+__:__' or moment like '%-__:__') then
        raise exception 'The time "%" has no offset.', moment using errcode = 'invalid_datetime_format';
    end if;
    return moment::timestamptz;
end
$$;
