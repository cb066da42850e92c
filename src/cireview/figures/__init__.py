"""Draw the figures: charts, stopping curves and the PRISMA flow. Drawing only, no counting."""
