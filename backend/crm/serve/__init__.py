"""Starting Kith on one machine: its own PostgreSQL, the web process and the worker, ended by one Ctrl-C."""
