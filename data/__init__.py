"""The demo shop, KPI schemes and rule presets: data with a README of columns and units."""
