using Npgsql;
using NpgsqlTypes;

namespace Shop.Storage;

/// <summary>The columns of a batch, each sent as one array for <c>unnest</c>.</summary>
internal static class ArrayParameters
{
    /// <summary>One value of each row.</summary>
    public static void Add<TRow, TValue>(
        NpgsqlBatchCommand command, NpgsqlDbType element, TRow[] rows, Converter<TRow, TValue> value) =>
        Add(command, element, Array.ConvertAll(rows, value));

    /// <param name="values">An array or a list of what the element type stores.</param>
    public static void Add<TValues>(NpgsqlBatchCommand command, NpgsqlDbType element, TValues values) =>
        command.Parameters.Add(Column(element, values));

    /// <inheritdoc cref="Add{TValues}"/>
    public static NpgsqlParameter Column<TValues>(NpgsqlDbType element, TValues values) =>
        new NpgsqlParameter<TValues> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element };
}
