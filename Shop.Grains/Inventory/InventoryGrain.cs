using Orleans.Storage;

namespace Shop.Inventory;

/// <inheritdoc cref="IInventoryGrain"/>
/// <remarks>
/// Calls interleave, so that a batch gathers while another commits. What makes that safe: a decision and its change
/// of memory are one stretch without an await, entries join the ledger's queue in that same stretch, and nobody is
/// told before the entry is committed. When a commit fails, memory is ahead of the database: it is dropped, and the
/// next activation loads what is stored. Entries already queued on top of a lost one fall with it
/// (<see cref="Lineage"/>).
/// </remarks>
[Reentrant]
internal sealed class InventoryGrain(
    IStockLedger ledger, InventoryLimits limits, ActiveViews<string, StockView> views, TimeProvider clock)
    : Grain, IInventoryGrain
{
    private static readonly TimeSpan ExpiryPeriod = TimeSpan.FromSeconds(10);

    private Stock? stock;
    private bool dropped;
    private int waiting;
    private Task lastAppend = Task.CompletedTask;
    private IGrainTimer? expiry;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await ledger.Load(Sku) is { } stored)
            Take(stored);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        views.Hide(Sku);
        return Task.CompletedTask;
    }

    public Task<Result<StockView>> View() => Task.FromResult(CurrentView());

    public Task<Error?> Refuses(Guid orderId, int quantity) => Task.FromResult(Known?.Refuses(orderId, quantity));

    public async Task<Result<StockView>> Open(OpenStock command)
    {
        if (command.OnHand is < 0 or > Stock.MostUnits)
            return InventoryErrors.QuantityOutOfRange;

        if (Known is null)
        {
            var stored = await ledger.Open(Sku, command, clock.GetUtcNow());
            if (Known is null)
                Take(stored);
        }

        var view = Known!.ToView();
        return view.VariantId == command.VariantId ? view : InventoryErrors.SkuTaken;
    }

    public async Task<Error?> Reserve(ReserveStock command)
    {
        if (Known is not { } known)
            return InventoryErrors.SkuUnknown;
        if (waiting >= limits.Waiting)
            return InventoryErrors.Busy;

        var decided = known.Reserve(command, clock.GetUtcNow());
        if (decided.Error is { } refused)
            return refused;

        WatchExpiry();
        await Append(decided.Value);
        return null;
    }

    public async Task<Error?> Commit(Guid orderId, int quantity)
    {
        if (Known is not { } known)
            return InventoryErrors.SkuUnknown;
        if (known.HoldOf(orderId) is { } hold && hold.Quantity != quantity)
            return InventoryErrors.ReservationDiffers;

        var movement = known.Commit(orderId, clock.GetUtcNow());
        await Append(movement);
        if (movement is not null || await ledger.Find(Sku, orderId, MovementKind.Commit) is not null)
            return null;

        return InventoryErrors.ReservationGone;
    }

    public Task Release(Guid orderId) => Append(Known?.Release(orderId, clock.GetUtcNow()));

    public async Task<bool> HasTaken(Guid orderId) => await Taken(orderId) is not null;

    public async Task Restock(Guid orderId)
    {
        if (await Taken(orderId) is { } taken)
            await Append(Known?.Restock(orderId, -taken.OnHandChange, clock.GetUtcNow()));
    }

    public async Task<Result<StockView>> Adjust(AdjustStock command)
    {
        var done = await ledger.Find(Sku, command.CommandId, MovementKind.Adjust);
        if (Known is not { } known)
            return InventoryErrors.SkuUnknown;
        if (done is not null)
            return known.ToView();

        var decided = known.Adjust(command, clock.GetUtcNow());
        if (decided.Error is { } refused)
            return refused;

        await Append(decided.Value);
        return CurrentView();
    }

    public async Task<Result<StockView>> SetLowStockThreshold(int? threshold)
    {
        if (threshold is < 0 or > Stock.MostUnits)
            return InventoryErrors.QuantityOutOfRange;
        if (Known is null)
            return InventoryErrors.SkuUnknown;

        await ledger.SetLowStockThreshold(Sku, threshold);
        Known.LowStockThreshold = threshold;
        Show();
        return CurrentView();
    }

    /// <summary>Null: it took nothing, or that was put back.</summary>
    private async Task<StockMovement?> Taken(Guid orderId) =>
        await ledger.Find(Sku, orderId, MovementKind.Restock) is null
            ? await ledger.Find(Sku, orderId, MovementKind.Commit)
            : null;

    /// <summary>The order releases its holds itself; this is for those it never came to.</summary>
    private async Task ReleaseDue()
    {
        foreach (var orderId in Known?.DueAt(clock.GetUtcNow()) ?? [])
            await Release(orderId);

        if (stock is not { HasHolds: true })
        {
            expiry?.Dispose();
            expiry = null;
        }
    }

    /// <summary>
    /// Null means that memory already says what was asked for. It may say so ahead of a commit under way, so that
    /// one is awaited: entries are committed in order.
    /// </summary>
    private async Task Append(StockMovement? movement)
    {
        waiting++;
        try
        {
            if (movement is not null)
            {
                Show();
                lastAppend = ledger.Append(movement);
            }

            await lastAppend;
        }
        catch
        {
            dropped = true;
            views.Hide(Sku);
            DeactivateOnIdle();
            throw;
        }
        finally
        {
            waiting--;
        }
    }

    private void Take(StoredStock stored)
    {
        stock = new Stock(stored);
        Show();
        if (stock.HasHolds)
            WatchExpiry();
    }

    private void Show()
    {
        if (!dropped && stock?.ToView() is { } view)
            views.Show(view.Sku, view);
    }

    private void WatchExpiry() =>
        expiry ??= this.RegisterGrainTimer(ReleaseDue, ExpiryPeriod, ExpiryPeriod);

    private Result<StockView> CurrentView() => Known is { } known ? known.ToView() : InventoryErrors.SkuUnknown;

    /// <summary>Null when nobody opened this SKU.</summary>
    private Stock? Known => dropped
        ? throw new InconsistentStateException($"The stock of {Sku} is being loaded again; ask once more.")
        : stock;

    private string Sku => InventoryKeys.Sku(this.GetPrimaryKeyString());
}
