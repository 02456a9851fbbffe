package io.github.sparknn.benchmarks;

/** A row of {@link ScoringTable} as a bean. */
public class Order {
  private long id;
  private String country;
  private double amount;
  private float[] array;

  /** The key. */
  public long getId() {
    return id;
  }

  /** Sets the key. */
  public void setId(long id) {
    this.id = id;
  }

  /** One of a dozen. */
  public String getCountry() {
    return country;
  }

  /** Sets the country. */
  public void setCountry(String country) {
    this.country = country;
  }

  /** Any number. */
  public double getAmount() {
    return amount;
  }

  /** Sets the amount. */
  public void setAmount(double amount) {
    this.amount = amount;
  }

  /** The features. */
  public float[] getArray() {
    return array;
  }

  /** Sets the features. */
  public void setArray(float[] array) {
    this.array = array;
  }
}
