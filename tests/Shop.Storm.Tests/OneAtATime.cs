// Each test has processes and a PostgreSQL of its own; side by side they would measure one another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
