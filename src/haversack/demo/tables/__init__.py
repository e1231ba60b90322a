"""Which codes and names do the invented hospitals use? Tables only; the codes are public facts."""
