"""Pure drawing: data classes in, a chart or markup out."""
