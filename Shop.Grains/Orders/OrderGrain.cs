using Shop.Accounts;
using Shop.Carts;
using Shop.Idempotency;
using Shop.Inventory;
using Shop.Payments;

namespace Shop.Orders;

/// <inheritdoc cref="IOrderGrain"/>
/// <remarks>
/// What is to be done next is stored before it is done, and every effect is known by this order's id: a step may run
/// twice, and a crash between any two lines is healed by the sweeper, which calls <see cref="Resume"/>. There are two
/// exceptions. Stock is held before the order is first written: a hold without an order is given back by the sweeper.
/// And it is taken for a payment before the order tells of that, where the news of it is kept and comes again.
/// </remarks>
internal sealed partial class OrderGrain(
    [PersistentState("orders", StateStores.Documents)] IPersistentState<Order> storage,
    PaymentGateways gateways, CheckoutOptions options, TimeProvider clock)
    : Grain, IOrderGrain, IOrderMoneyGrain
{
    private bool lookedUp;

    public async Task<Result<OrderView>> View(Caller caller) =>
        await Concerns(caller) ? Answer() : OrderErrors.NotFound;

    public async Task<Result<PayableOrder>> Payable() => await IsPlaced()
        ? new PayableOrder(
            Id, Order.Reference, Order.Status, Order.Total, Order.Currency, Order.Session?.Id,
            Order.Status is OrderStatus.Created ? Order.ExpiresAt : null)
        : OrderErrors.NotFound;

    public async Task<Result<PlacedOrder>> Place(PlaceOrder command)
    {
        if (await IsPlaced())
        {
            return Order.Fingerprint == command.Fingerprint
                ? new PlacedOrder(Order.ToView(Id), Replayed: true)
                : IdempotencyErrors.KeyReused;
        }

        if (gateways.ForOrder(command.Provider) is not { } gateway)
            return OrderErrors.ProviderUnknown;

        var purchase = await Gather(command);
        if (purchase.Error is { } refused)
            return refused;

        var expiresAt = clock.GetUtcNow().Add(options.Hold);
        if (await Hold(purchase.Value!, expiresAt) is { } shortage)
            return shortage;

        var order = purchase.Value! with
        {
            Id = Id,
            ExpiresAt = expiresAt,
            Reference = OrderReference.Of(Id, salt: 0),
        };
        var session = await OpenSession(gateway, order, attempt: 1, expiresAt);
        if (session.Error is { } away)
            return away;

        await SaveFirst((order with { Session = session.Value }).Placed(clock.GetUtcNow()));

        // Nothing happens to it until it is paid or its time is up. A sale makes more orders than memory should hold.
        DeactivateOnIdle();
        return new PlacedOrder(Order.ToView(Id), Replayed: false);
    }

    public async Task<Result<OrderView>> PayAgain(PayAgain command)
    {
        if (!await Concerns(command.Caller))
            return OrderErrors.NotFound;

        await Run();
        if (Order.Status is not OrderStatus.PaymentFailed)
            return Order.Status is OrderStatus.Created ? Answer() : OrderErrors.StatusForbids(Order.Status, "paid");

        if (gateways.ForOrder(command.Provider ?? Order.Session!.Provider) is not { } gateway)
            return OrderErrors.ProviderUnknown;
        if (await HasTaken())
            return OrderErrors.PaymentUnderWay;

        var expiresAt = clock.GetUtcNow().Add(options.Hold);
        if (await Hold(Order, expiresAt) is { } shortage)
            return shortage;

        var session = await OpenSession(gateway, Order, Order.Attempt + 1, expiresAt);
        return session.Error is { } away
            ? away
            : await Keep(Order.Reopened(session.Value!, expiresAt, clock.GetUtcNow()));
    }

    public Task<Result<OrderView>> Cancel(CancelOrder command) =>
        Change(command.Caller, command.Version, order => order.Cancel(command, clock.GetUtcNow()));

    public Task<Result<OrderView>> Ship(ShipOrder command) =>
        ChangeByStaff(command.Caller, command.Version, order => order.Ship(command, clock.GetUtcNow()));

    public Task<Result<OrderView>> Complete(CompleteOrder command) =>
        ChangeByStaff(command.Caller, command.Version, order => order.Complete(command, clock.GetUtcNow()));

    public async Task Resume()
    {
        await Run();
        if (await IsPlaced() && Order.Status is OrderStatus.Created && Order.ExpiresAt <= clock.GetUtcNow())
            await Keep(await UnlessPaid(Order.Expired(clock.GetUtcNow())));
    }

    public async Task ReleaseOrphan(string sku)
    {
        await Run();
        if (!await IsPlaced() || Order.Status is not OrderStatus.Created || Order.Lines.All(line => line.Sku != sku))
            await GrainFactory.Inventory(sku).Release(Id);
    }

    /// <summary>Cart, contact and today's prices, as one purchase.</summary>
    private async Task<Result<Order>> Gather(PlaceOrder command)
    {
        var asked = GrainFactory.AddressBook(command.CustomerId)
            .ForOrder(command.ShippingAddressId, command.BillingAddressId, command.ShippingAddress);
        var lines = await GrainFactory.Cart(command.CustomerId).Lines(Id);
        var offers = await Offers.Of(lines, GrainFactory);
        var contact = await asked;
        return contact.Error is { } unknown ? unknown : Purchase.Of(command, lines, offers, contact.Value!);
    }

    /// <summary>All lines at once, so that no two orders wait for each other. Held in whole, or not at all.</summary>
    private async Task<Error?> Hold(Order order, DateTimeOffset expiresAt)
    {
        var until = expiresAt + CheckoutOptions.HoldGrace;
        var answers = await Reserve(order, until);
        if (answers.Any(answer => answer?.Code == InventoryErrors.ReservationDiffers.Code))
        {
            // Left behind by a checkout that died before it was written, of a cart that has changed since.
            await Release(order);
            answers = await Reserve(order, until);
        }

        var refusals = answers.OfType<Error>().ToList();
        if (refusals.Count == 0)
            return null;

        // Who was refused holds nothing, and need not wait for the commits of those who were not.
        await Task.WhenAll(order.Lines.Zip(answers)
            .Where(held => held.Second is null)
            .Select(held => GrainFactory.Inventory(held.First.Sku).Release(Id)));
        return refusals.Find(refusal => refusal.Kind is ErrorKind.Unavailable)
            ?? OrderErrors.OutOfStock([.. refusals.SelectMany(refusal => refusal.Faults)]);
    }

    private Task<Error?[]> Reserve(Order order, DateTimeOffset until) =>
        Task.WhenAll(order.Lines.Select(line =>
            GrainFactory.Inventory(line.Sku).Reserve(new ReserveStock(Id, line.Quantity, until))));

    private Task Release(Order order) =>
        Task.WhenAll(order.Lines.Select(line => GrainFactory.Inventory(line.Sku).Release(Id)));

    private async Task<Result<OrderView>> ChangeByStaff(
        Caller caller, long? version, Func<Order, Result<Order>> move) =>
        caller.IsStaff ? await Change(caller, version, move) : OrderErrors.NotFound;

    private async Task<Result<OrderView>> Change(Caller caller, long? version, Func<Order, Result<Order>> move)
    {
        if (!await Concerns(caller))
            return OrderErrors.NotFound;

        await Run();
        if (version is { } seen && seen != Order.Version)
            return OrderErrors.Changed;

        var next = move(Order);
        return next.Error is { } refused ? refused : await Keep(next.Value!);
    }

    private async Task<Result<OrderView>> Keep(Order next)
    {
        await storage.Save(next);
        await Run();
        return Answer();
    }

    /// <summary>A reference that another order has by chance is drawn again.</summary>
    private async Task SaveFirst(Order order)
    {
        for (var salt = 0; ; salt++)
        {
            try
            {
                await storage.Save(order with { Reference = OrderReference.Of(Id, salt) });
                return;
            }
            catch (ConstraintViolatedException taken) when (taken.Constraint == "orders_reference" && salt < 3)
            {
                // The next salt gives another.
            }
        }
    }

    /// <summary>Does what is to be done next until nothing is, or only refunds whose time has not come.</summary>
    private async Task Run()
    {
        while (Order.Next is not OrderStep.None
            && (Order.Next is not OrderStep.GiveMoneyBack || Order.DueRefund(clock.GetUtcNow()) is not null))
        {
            await storage.Save(await (Order.Next switch
            {
                OrderStep.TakeStock => TakeStock(Order),
                OrderStep.PutBack => PutBack(),
                OrderStep.GiveMoneyBack => GiveMoneyBack(),
                OrderStep.Restock => Restock(),
                _ => throw new InvalidOperationException($"No step leads on from {Order.Next}."),
            }));
        }
    }

    /// <summary>Staff see every order, a customer their own.</summary>
    private async Task<bool> Concerns(Caller caller) =>
        await IsPlaced() && (caller.IsStaff || caller.UserId == Order.CustomerId);

    /// <summary>
    /// A process that was refused, or asked too early, remembers that there is no order, and nothing tells it of one
    /// that another has placed since. So what is not there is looked for again.
    /// </summary>
    private async Task<bool> IsPlaced()
    {
        if (lookedUp && !Order.IsStored)
            await storage.ReadStateAsync();

        lookedUp = true;
        return Order.IsStored;
    }

    private Result<OrderView> Answer() => Order.ToView(Id);

    private Order Order => storage.State;
    private Guid Id => this.GetPrimaryKey();
}
