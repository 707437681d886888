"""Whether what is handed out works: the wheel, the bundle, and what the README says."""
