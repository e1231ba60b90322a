"""How does a page look and behave? The design system: shell, components, icons, charts. It knows no health."""
