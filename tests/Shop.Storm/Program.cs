using Shop.Storm;

return await StormCommand.Create().Parse(args).InvokeAsync();
