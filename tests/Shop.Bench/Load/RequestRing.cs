using System.Globalization;
using System.Text;

namespace Shop.Bench.Load;

/// <summary>The requests of one connection, in turn, with fresh keys and numbers written into them.</summary>
internal sealed class RequestRing
{
    private static readonly string Run = Guid.CreateVersion7().ToString("N")[12..28];
    private static long sent;

    private readonly Shape[] shapes;
    private readonly bool once;
    private byte[] buffer = [];
    private int next;

    public RequestRing(LoadPlan plan, int connection)
    {
        shapes = [.. plan.Requests.Where((_, at) => at % plan.Connections == connection).Select(Shape.Of)];
        if (shapes.Length == 0 && !plan.Once)
            shapes = [Shape.Of(plan.Requests[connection % plan.Requests.Count])];

        once = plan.Once;
    }

    /// <summary>Empty when all were sent. The memory is good until the next call.</summary>
    public ReadOnlyMemory<byte> Next()
    {
        if (next == shapes.Length)
        {
            if (once)
                return default;

            next = 0;
        }

        var shape = shapes[next++];
        if (buffer.Length < shape.Bytes.Length)
            buffer = new byte[shape.Bytes.Length];

        shape.Bytes.CopyTo(buffer, 0);
        var number = Interlocked.Increment(ref sent);
        if (shape.KeyAt >= 0)
        {
            Encoding.ASCII.GetBytes(Run, buffer.AsSpan(shape.KeyAt));
            number.TryFormat(buffer.AsSpan(shape.KeyAt + Run.Length), out _, "x16", CultureInfo.InvariantCulture);
        }

        if (shape.NumberAt >= 0)
        {
            (LoadPlan.FirstNumber + 1 + (number % LoadPlan.Numbers))
                .TryFormat(buffer.AsSpan(shape.NumberAt), out _, default, CultureInfo.InvariantCulture);
        }

        return buffer.AsMemory(0, shape.Bytes.Length);
    }

    private sealed record Shape(byte[] Bytes, int KeyAt, int NumberAt)
    {
        public static Shape Of(string request) => new(
            Encoding.UTF8.GetBytes(request), request.IndexOf(LoadPlan.FreshKey, StringComparison.Ordinal),
            request.IndexOf(LoadPlan.FreshNumber, StringComparison.Ordinal));
    }
}
