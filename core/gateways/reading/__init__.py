"""Files from strangers to text: a guarded decoder and two readers, each in its own process."""
