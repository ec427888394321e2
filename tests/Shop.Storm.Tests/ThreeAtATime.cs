// They wait more than they work: for orders to end, for processes to start. More at once would measure one another.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
