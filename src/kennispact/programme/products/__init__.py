"""Products: everything the covenant yields or the cities already know, as records that can be found."""
