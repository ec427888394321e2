# One image for every role: `silo`, `api`, or `up` with SHOP_DATABASE_URL.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG GRAIN_HOST=orleans
ENV SHOP_GRAIN_HOST=$GRAIN_HOST
WORKDIR /src
COPY Directory.*.props BannedSymbols.txt .editorconfig ./
COPY Shop.Grains.Interfaces/*.csproj Shop.Grains.Interfaces/
COPY Shop.Grains/*.csproj Shop.Grains/
COPY Shop.LocalOrleans/*.csproj Shop.LocalOrleans/
COPY Shop.Api/*.csproj Shop.Api/
COPY Shop.Silo/*.csproj Shop.Silo/
RUN dotnet restore Shop.Silo/Shop.Silo.csproj
COPY . .
RUN dotnet publish Shop.Silo/Shop.Silo.csproj -c Release --no-restore -p:RunAnalyzersDuringBuild=false -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
ENV SHOP_DATA=/data
RUN mkdir /data && chown "$APP_UID" /data
VOLUME /data
USER $APP_UID
ENTRYPOINT ["dotnet", "Shop.Silo.dll"]
CMD ["up"]
