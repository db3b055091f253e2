-- What happened to collecting and stays, also what began before and went on. :before unix seconds.
to_timestamp >= :before
