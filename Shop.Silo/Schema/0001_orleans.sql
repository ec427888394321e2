-- Storage, reminders and membership of the grain engine.
--
-- Orleans sends only the texts it finds in orleansquery at start. The keys of those rows, their parameters and the
-- columns they answer with are its contract (Orleans 10.4); the tables and the SQL are this project's own. They differ
-- from the scripts that Orleans ships in three ways: they may be run again, two first writes of one state at once
-- cannot both succeed (a unique key decides), and every text is one plain statement, so that it can be prepared.

create table if not exists orleansquery
(
    querykey  text not null primary key,
    querytext text not null
);

-- State of grains. The hashes come first in the key because every look-up has them; the strings settle collisions.
create table if not exists orleansstorage
(
    grainidhash            integer   not null,
    grainidn0              bigint    not null,
    grainidn1              bigint    not null,
    graintypehash          integer   not null,
    graintypestring        text      not null,
    grainidextensionstring text,
    serviceid              text      not null,
    payloadbinary          bytea,
    modifiedon             timestamp not null,
    version                integer   not null
)
    with (fillfactor = 80);

-- A null extension means "none". PostgreSQL 14 has no NULLS NOT DISTINCT, hence the expression.
create unique index if not exists orleansstorage_key on orleansstorage
(
    grainidhash, graintypehash, grainidn0, grainidn1, graintypestring, serviceid, coalesce(grainidextensionstring, '')
);

create table if not exists orleansreminderstable
(
    serviceid    text        not null,
    grainid      text        not null,
    remindername text        not null,
    starttime    timestamptz not null,
    period       bigint      not null,
    grainhash    integer     not null,
    version      integer     not null,
    primary key (serviceid, grainid, remindername)
);

create index if not exists orleansreminderstable_range on orleansreminderstable (serviceid, grainhash);

create table if not exists orleansmembershipversiontable
(
    deploymentid text        not null primary key,
    timestamp    timestamptz not null default now(),
    version      integer     not null default 0
);

create table if not exists orleansmembershiptable
(
    deploymentid text        not null references orleansmembershipversiontable,
    address      text        not null,
    port         integer     not null,
    generation   integer     not null,
    siloname     text        not null,
    hostname     text        not null,
    status       integer     not null,
    proxyport    integer,
    suspecttimes text,
    starttime    timestamptz not null,
    iamalivetime timestamptz not null,
    primary key (deploymentid, address, port, generation)
);

-- Storage. A write answers with the new version, or with the caller's own when another version was stored.
insert into orleansquery (querykey, querytext)
values
('ReadFromStorageKey', $$
    select payloadbinary as PayloadBinary, modifiedon, version as Version
    from   orleansstorage
    where  grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
           and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
           and graintypestring = @GrainTypeString and serviceid = @ServiceId
           and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '')
$$),
('WriteToStorageKey', $$
    with changed as
    (
        update orleansstorage
        set    payloadbinary = @PayloadBinary, modifiedon = now() at time zone 'utc', version = version + 1
        where  grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
               and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
               and graintypestring = @GrainTypeString and serviceid = @ServiceId
               and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '')
               and version = @GrainStateVersion
        returning version
    ),
    added as
    (
        insert into orleansstorage
        (
            grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
            payloadbinary, modifiedon, version
        )
        select @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString,
               @ServiceId, @PayloadBinary, now() at time zone 'utc', 1
        where  @GrainStateVersion is null
        on conflict do nothing
        returning version
    )
    select coalesce((select version from changed), (select version from added), @GrainStateVersion)
           as NewGrainStateVersion
$$),
('ClearStorageKey', $$
    update orleansstorage
    set    payloadbinary = null, modifiedon = now() at time zone 'utc', version = version + 1
    where  grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
           and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
           and graintypestring = @GrainTypeString and serviceid = @ServiceId
           and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '')
           and version = @GrainStateVersion
    returning version as NewGrainStateVersion
$$),
('DeleteStorageKey', $$
    delete from orleansstorage
    where  grainidhash = @GrainIdHash and graintypehash = @GrainTypeHash
           and grainidn0 = @GrainIdN0 and grainidn1 = @GrainIdN1
           and graintypestring = @GrainTypeString and serviceid = @ServiceId
           and coalesce(grainidextensionstring, '') = coalesce(@GrainIdExtensionString, '')
           and version = @GrainStateVersion
    returning version + 1 as NewGrainStateVersion
$$)
on conflict (querykey) do update set querytext = excluded.querytext;

-- Reminders. A range is a stretch of the ring of hashes; Rows2 is the stretch that passes its end.
insert into orleansquery (querykey, querytext)
values
('UpsertReminderRowKey', $$
    insert into orleansreminderstable as old
        (serviceid, grainid, remindername, starttime, period, grainhash, version)
    values (@ServiceId, @GrainId, @ReminderName, @StartTime, @Period, @GrainHash, 0)
    on conflict (serviceid, grainid, remindername) do update
    set    starttime = excluded.starttime, period = excluded.period, grainhash = excluded.grainhash,
           version = old.version + 1
    returning version as Version
$$),
('ReadReminderRowsKey', $$
    select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period,
           version as Version
    from   orleansreminderstable
    where  serviceid = @ServiceId and grainid = @GrainId
$$),
('ReadReminderRowKey', $$
    select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period,
           version as Version
    from   orleansreminderstable
    where  serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName
$$),
('ReadRangeRows1Key', $$
    select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period,
           version as Version
    from   orleansreminderstable
    where  serviceid = @ServiceId and grainhash > @BeginHash and grainhash <= @EndHash
$$),
('ReadRangeRows2Key', $$
    select grainid as GrainId, remindername as ReminderName, starttime as StartTime, period as Period,
           version as Version
    from   orleansreminderstable
    where  serviceid = @ServiceId and (grainhash > @BeginHash or grainhash <= @EndHash)
$$),
('DeleteReminderRowKey', $$
    with gone as
    (
        delete from orleansreminderstable
        where  serviceid = @ServiceId and grainid = @GrainId and remindername = @ReminderName and version = @Version
        returning 1
    )
    select count(*)::integer from gone
$$),
('DeleteReminderRowsKey', $$
    delete from orleansreminderstable where serviceid = @ServiceId
$$)
on conflict (querykey) do update set querytext = excluded.querytext;

-- Membership. Each change of a member also moves the deployment's version, and happens only if it could.
-- UpdateIAmAlivetimeKey is spelt as Orleans spells it.
insert into orleansquery (querykey, querytext)
values
('InsertMembershipVersionKey', $$
    with added as
    (
        insert into orleansmembershipversiontable (deploymentid) values (@DeploymentId)
        on conflict do nothing
        returning 1
    )
    select count(*)::integer from added
$$),
('InsertMembershipKey', $$
    with moved as
    (
        update orleansmembershipversiontable
        set    timestamp = now(), version = version + 1
        where  deploymentid = @DeploymentId and version = @Version
               and not exists
               (
                   select from orleansmembershiptable
                   where  deploymentid = @DeploymentId and address = @Address and port = @Port
                          and generation = @Generation
               )
        returning 1
    ),
    added as
    (
        insert into orleansmembershiptable
        (
            deploymentid, address, port, generation, siloname, hostname, status, proxyport, starttime, iamalivetime
        )
        select @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime,
               @IAmAliveTime
        from   moved
        returning 1
    )
    select count(*)::integer from added
$$),
('UpdateMembershipKey', $$
    with moved as
    (
        update orleansmembershipversiontable
        set    timestamp = now(), version = version + 1
        where  deploymentid = @DeploymentId and version = @Version
               and exists
               (
                   select from orleansmembershiptable
                   where  deploymentid = @DeploymentId and address = @Address and port = @Port
                          and generation = @Generation
               )
        returning 1
    ),
    changed as
    (
        update orleansmembershiptable
        set    status = @Status, suspecttimes = @SuspectTimes, iamalivetime = @IAmAliveTime
        from   moved
        where  deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
        returning 1
    )
    select count(*)::integer from changed
$$),
('UpdateIAmAlivetimeKey', $$
    update orleansmembershiptable
    set    iamalivetime = @IAmAliveTime
    where  deploymentid = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$$),
('MembershipReadRowKey', $$
    select v.deploymentid as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
           m.siloname as SiloName, m.hostname as HostName, m.status as Status, m.proxyport as ProxyPort,
           m.suspecttimes as SuspectTimes, m.starttime as StartTime, m.iamalivetime as IAmAliveTime,
           v.version as Version
    from   orleansmembershipversiontable v
           left join orleansmembershiptable m
           on m.deploymentid = v.deploymentid and m.address = @Address and m.port = @Port
              and m.generation = @Generation
    where  v.deploymentid = @DeploymentId
$$),
('MembershipReadAllKey', $$
    select v.deploymentid as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
           m.siloname as SiloName, m.hostname as HostName, m.status as Status, m.proxyport as ProxyPort,
           m.suspecttimes as SuspectTimes, m.starttime as StartTime, m.iamalivetime as IAmAliveTime,
           v.version as Version
    from   orleansmembershipversiontable v
           left join orleansmembershiptable m on m.deploymentid = v.deploymentid
    where  v.deploymentid = @DeploymentId
$$),
('GatewaysQueryKey', $$
    select address as Address, proxyport as ProxyPort, generation as Generation
    from   orleansmembershiptable
    where  deploymentid = @DeploymentId and status = @Status and proxyport > 0
$$),
('CleanupDefunctSiloEntriesKey', $$
    delete from orleansmembershiptable
    where  deploymentid = @DeploymentId and iamalivetime < @IAmAliveTime and status <> 3
$$),
('DeleteMembershipTableEntriesKey', $$
    with members as (delete from orleansmembershiptable where deploymentid = @DeploymentId)
    delete from orleansmembershipversiontable where deploymentid = @DeploymentId
$$)
on conflict (querykey) do update set querytext = excluded.querytext;
