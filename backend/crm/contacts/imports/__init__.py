"""Loading people from files: `reading` (bytes to rows), `mapping` (columns to fields), and the service that writes."""
