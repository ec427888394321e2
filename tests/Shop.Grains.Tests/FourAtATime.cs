// They wait as much as they work: for the disk, for timers, for other programs.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
