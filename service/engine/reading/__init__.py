"""An article read: its text, the same cleaned, and the parse that all later stages stand on."""
