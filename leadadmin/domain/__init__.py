"""The words and rules of leadadmin: pure values without SQL, Qt, files, threads or a clock."""
