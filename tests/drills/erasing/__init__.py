"""People with a unique text in every field are erased, and every text is looked for everywhere."""
