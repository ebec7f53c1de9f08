"""The worker process: row-sized work in its main thread, coarse jobs in another."""
