"""Where the recorder writes. Apart from its listeners: whoever imports those is one who hears."""

TABLE = (
    "CREATE TABLE recorder_heard (id bigserial PRIMARY KEY, listener text NOT NULL, event_id bigint NOT NULL, "
    "pid integer NOT NULL DEFAULT pg_backend_pid(), at timestamptz NOT NULL DEFAULT clock_timestamp())"
)
