"""A week's roster: what it is asked, making it, mending it, publishing it and handing it out."""
