-- The tables and statements with which Orleans keeps a cluster and its state in PostgreSQL: membership (Orleans.Clustering.AdoNet) and
-- grain storage (Orleans.Persistence.AdoNet). Run it once, in an empty database.
-- Orleans looks its statements up in OrleansQuery. It fixes their keys, the names of their parameters and the names of their columns.

CREATE TABLE OrleansQuery (
    QueryKey text PRIMARY KEY,
    QueryText text NOT NULL
);

-- Each change of the members raises the version, so that two silos cannot change them at the same time.
CREATE TABLE orleans_cluster (
    cluster_id text PRIMARY KEY,
    version integer NOT NULL
);

CREATE TABLE orleans_member (
    cluster_id text NOT NULL,
    address text NOT NULL,
    port integer NOT NULL,
    generation integer NOT NULL, -- tells two processes on the same endpoint apart
    silo_name text NOT NULL,
    host_name text NOT NULL,
    status integer NOT NULL, -- 3: active, 6: dead
    proxy_port integer NOT NULL, -- for clients that are no silo; 0 for none
    suspect_times text,
    start_time timestamptz NOT NULL,
    alive_time timestamptz NOT NULL,
    PRIMARY KEY (cluster_id, address, port, generation)
);

-- The version is the ETag: a write with another version changes nothing and returns no row.
CREATE TABLE orleans_state (
    service_id text NOT NULL,
    grain_type text NOT NULL,
    key0 bigint NOT NULL,
    key1 bigint NOT NULL,
    key_text text NOT NULL,
    payload bytea, -- null for a state that was cleared
    version integer NOT NULL,
    PRIMARY KEY (service_id, grain_type, key0, key1, key_text)
);

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

-- Membership.

('InsertMembershipVersionKey', '
    WITH added AS (
        INSERT INTO orleans_cluster (cluster_id, version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM added)'),

('InsertMembershipKey', '
    WITH turn AS (
        UPDATE orleans_cluster SET version = version + 1 WHERE cluster_id = @DeploymentId AND version = @Version RETURNING 1),
    added AS (
        INSERT INTO orleans_member (
            cluster_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
        SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime
        FROM turn
        RETURNING 1)
    SELECT EXISTS (SELECT FROM added)'),

('UpdateMembershipKey', '
    WITH turn AS (
        UPDATE orleans_cluster SET version = version + 1 WHERE cluster_id = @DeploymentId AND version = @Version RETURNING 1),
    changed AS (
        UPDATE orleans_member SET status = @Status, suspect_times = CAST(@SuspectTimes AS text), alive_time = @IAmAliveTime
        FROM turn
        WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
        RETURNING 1)
    SELECT EXISTS (SELECT FROM changed)'),

('UpdateIAmAlivetimeKey', '
    UPDATE orleans_member SET alive_time = @IAmAliveTime
    WHERE cluster_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),

-- One row at least: the version, with nulls if there is no member.
('MembershipReadAllKey', '
    SELECT version AS "Version", address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName",
        host_name AS "HostName", status AS "Status", proxy_port AS "ProxyPort", suspect_times AS "SuspectTimes",
        start_time AS "StartTime", alive_time AS "IAmAliveTime"
    FROM orleans_cluster LEFT JOIN orleans_member USING (cluster_id)
    WHERE cluster_id = @DeploymentId'),

('MembershipReadRowKey', '
    SELECT version AS "Version", address AS "Address", port AS "Port", generation AS "Generation", silo_name AS "SiloName",
        host_name AS "HostName", status AS "Status", proxy_port AS "ProxyPort", suspect_times AS "SuspectTimes",
        start_time AS "StartTime", alive_time AS "IAmAliveTime"
    FROM orleans_cluster AS c LEFT JOIN orleans_member AS m
        ON m.cluster_id = c.cluster_id AND address = @Address AND port = @Port AND generation = @Generation
    WHERE c.cluster_id = @DeploymentId'),

('GatewaysQueryKey', '
    SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
    FROM orleans_member WHERE cluster_id = @DeploymentId AND status = @Status AND proxy_port > 0'),

('CleanupDefunctSiloEntriesKey', '
    DELETE FROM orleans_member WHERE cluster_id = @DeploymentId AND alive_time < @IAmAliveTime AND status = 6'),

('DeleteMembershipTableEntriesKey', '
    WITH members AS (DELETE FROM orleans_member WHERE cluster_id = @DeploymentId)
    DELETE FROM orleans_cluster WHERE cluster_id = @DeploymentId'),

-- Grain storage.

('ReadFromStorageKey', '
    SELECT payload AS "PayloadBinary", version AS "Version"
    FROM orleans_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
        AND key_text = COALESCE(CAST(@GrainIdExtensionString AS text), '''')'),

('WriteToStorageKey', '
    WITH changed AS (
        UPDATE orleans_state SET payload = @PayloadBinary, version = version + 1
        WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
            AND key_text = COALESCE(CAST(@GrainIdExtensionString AS text), '''') AND version = CAST(@GrainStateVersion AS integer)
        RETURNING version),
    added AS (
        INSERT INTO orleans_state (service_id, grain_type, key0, key1, key_text, payload, version)
        SELECT @ServiceId, @GrainTypeString, @GrainIdN0, @GrainIdN1, COALESCE(CAST(@GrainIdExtensionString AS text), ''''),
            @PayloadBinary, 1
        WHERE CAST(@GrainStateVersion AS integer) IS NULL
        ON CONFLICT DO NOTHING
        RETURNING version)
    SELECT version AS "NewGrainStateVersion" FROM changed UNION ALL SELECT version FROM added'),

('ClearStorageKey', '
    UPDATE orleans_state SET payload = NULL, version = version + 1
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
        AND key_text = COALESCE(CAST(@GrainIdExtensionString AS text), '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version'),

('DeleteStorageKey', '
    DELETE FROM orleans_state
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key0 = @GrainIdN0 AND key1 = @GrainIdN1
        AND key_text = COALESCE(CAST(@GrainIdExtensionString AS text), '''') AND version = CAST(@GrainStateVersion AS integer)
    RETURNING version + 1');
