"""The pages of the funnel; each module answers for one resource and offers its ROUTES."""
