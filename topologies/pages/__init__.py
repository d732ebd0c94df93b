"""What people see: one file a page, each with its own addresses. A view asks selectors, calls services, renders."""
