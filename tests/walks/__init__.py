"""Teams that walk at random beside a reference model of a hundred lines; whatever differs is told with its seed."""
