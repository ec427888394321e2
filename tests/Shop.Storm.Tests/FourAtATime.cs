// The storm lasts as long as it lasts; all else fits beside it, and waits more than it works.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
